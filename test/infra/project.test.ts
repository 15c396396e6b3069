import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../package.json';
import { declare } from '../support/infra/program';

const root = join(__dirname, '../..');

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** The services of azure.yaml: each name with its lines. */
function services(): Map<string, string> {
  const block = read('azure.yaml').split(/^services:\n/m)[1] ?? '';
  const [, ...parts] = block.split(/^ {2}(\w+):\n/m);
  return new Map(parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1] ?? '']] : [])));
}

describe('the projects of Pulumi and azd', () => {
  it('let Pulumi find the program in infra/', () => {
    expect(read('Pulumi.yaml')).toMatch(/^main: infra\/$/m);
    // Pulumi would follow either of these before it looks at the folder.
    expect(manifest).not.toHaveProperty('main');
    expect(manifest).not.toHaveProperty('exports');
  });

  it('name one service for each app, deployed as its bundle is', () => {
    const apps = readdirSync(join(root, 'functions'), { withFileTypes: true }).filter((entry) => entry.isDirectory());

    expect([...services().keys()].sort()).toEqual(apps.map(({ name }) => name).sort());
    for (const [name, lines] of services()) {
      expect(lines).toBe(
        `    project: .\n    resourceName: \${${name.toUpperCase()}_SITE_NAME}\n    language: ts\n    host: function\n    dist: dist/${name}\n    remoteBuild: false\n`,
      );
    }
    // Its presence would have azd build remotely, or strip the bundle.
    expect(existsSync(join(root, '.funcignore'))).toBe(false);
  });

  it('name the site of each service by an output of the stack, and tag it', async () => {
    const stack = await declare();

    const tagged = stack.ofType('Microsoft.Web/sites').map(({ inputs }) => JSON.stringify(inputs.tags));

    expect(tagged).toHaveLength(services().size);
    for (const [name, lines] of services()) {
      const [, output = ''] = /resourceName: \$\{(\w+)\}/.exec(lines) ?? [];
      expect(stack.outputs[output]).toBe(stack.named(name).inputs.name);
      expect(tagged.join()).toContain(`"azd-service-name":"${name}"`);
    }
  });

  it('have azd provision with Pulumi', () => {
    expect(read('azure.yaml')).toMatch(/^infra:\n {2}provider: pulumi$/m);
    expect(read('azure.yaml')).toMatch(/^requiredVersions:\n {2}azd: '>= 1\.28\.0'$/m);
  });
});
