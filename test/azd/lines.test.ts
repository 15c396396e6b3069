import { whileFinishing, whileRunning } from '../../azd/listen/lines';

describe('the line on azd’s spinner', () => {
  const up = { kind: 'up', progress: 'creating 1 of 2: apim' } as const;

  it('says what an interruption leaves at work, and what stops it', () => {
    expect(whileRunning(up, 'linux')).toBe('creating 1 of 2: apim (Ctrl-C leaves Azure at work)');
    expect(whileFinishing(up, 'linux')).toBe('still finishing: creating 1 of 2: apim; azd pulumi cancel stops it');
  });

  it('promises neither on Windows, where azd takes the worker with it and nothing else stops it', () => {
    expect(whileRunning(up, 'win32')).toBe('creating 1 of 2: apim');
    expect(whileFinishing(up, 'win32')).toBe('still finishing: creating 1 of 2: apim');
  });

  it('of a preview promises nothing', () => {
    expect(whileRunning({ ...up, kind: 'preview' }, 'linux')).toBe('creating 1 of 2: apim');
  });
});
