import Ajv from 'ajv';
import { isObject } from '../../../gateway/json';
import { UserError } from '../../../terminal/userError';
import type { TriggeredFunction } from '../app/functions';

/** An MCP tool as a function's trigger declares it. */
export interface Tool {
  name: string;
  /** Its entry in tools/list. */
  listed: object;
  /** Arguments that a call must bring; nothing else about them is checked. */
  required: string[];
  useResultSchema: boolean;
  target: TriggeredFunction;
}

interface ToolTrigger {
  toolName: string;
  description?: string;
  toolProperties?: string;
  useWorkerInputSchema?: boolean;
  inputSchema?: string;
  outputSchema?: string;
  useResultSchema?: boolean;
  metadata?: string;
}

const text = { type: 'string', nullable: true };
const flag = { type: 'boolean', nullable: true };

const validateTrigger = new Ajv({ strict: false }).compile<ToolTrigger>({
  type: 'object',
  required: ['toolName'],
  properties: {
    toolName: { type: 'string', minLength: 1 },
    description: text,
    toolProperties: text,
    inputSchema: text,
    outputSchema: text,
    metadata: text,
    useWorkerInputSchema: flag,
    useResultSchema: flag,
  },
});

interface ToolProperty {
  propertyName: string;
  propertyType: string;
  description?: string;
  isRequired?: boolean;
  isArray?: boolean;
  enumValues?: string[];
}

const validateProperties = new Ajv({ strict: false }).compile<ToolProperty[]>({
  type: 'array',
  items: {
    type: 'object',
    required: ['propertyName', 'propertyType'],
    properties: {
      propertyName: { type: 'string' },
      propertyType: { type: 'string' },
      description: text,
      isRequired: flag,
      isArray: flag,
      enumValues: { type: 'array', items: { type: 'string' }, nullable: true },
    },
  },
});

/**
 * Reads the tools that an app's MCP triggers declare, by name in lower case, because the extension finds them so. The key
 * of the output schema is `outputSchema`; `resultSchema`, which the Node library writes, has no effect in Azure either.
 * Source: Azure/azure-functions-mcp-extension 1.5.0, `Trigger/McpToolTriggerBinding.cs`. Throws {@link UserError}.
 */
export function readTools(functions: TriggeredFunction[]): Map<string, Tool> {
  const tools = new Map<string, Tool>();
  for (const target of functions) {
    const tool = readTool(target);
    const key = tool.name.toLowerCase();
    if (tools.has(key)) throw new UserError(`Tool with name '${tool.name}' is already registered.`);
    tools.set(key, tool);
  }
  return tools;
}

function readTool(target: TriggeredFunction): Tool {
  const { trigger } = target;
  if (!validateTrigger(trigger)) {
    throw new UserError(`Function ${target.registered.metadata.name}: its MCP tool trigger is malformed.`);
  }
  const { toolName: name, description, outputSchema, metadata } = trigger;
  const inputSchema = trigger.useWorkerInputSchema
    ? readSchema(trigger.inputSchema, `inputSchema of tool ${name}`)
    : schemaOf(readProperties(trigger));
  const meta = metadata?.trim() ? readObject(metadata, `metadata of tool ${name}`) : {};
  return {
    name,
    listed: {
      name,
      ...(typeof description !== 'string' ? {} : { description }),
      inputSchema,
      ...(outputSchema ? { outputSchema: readSchema(outputSchema, `outputSchema of tool ${name}`) } : {}),
      ...(Object.keys(meta).length > 0 ? { _meta: meta } : {}),
    },
    required: strings(inputSchema.required),
    useResultSchema: trigger.useResultSchema ?? false,
    target,
  };
}

function readProperties({ toolName, toolProperties }: ToolTrigger): ToolProperty[] {
  const properties = toolProperties ? parse(toolProperties, `toolProperties of tool ${toolName}`) : [];
  if (!validateProperties(properties)) throw new UserError(`The toolProperties of tool ${toolName} are malformed.`);
  return properties.filter(({ propertyName }) => propertyName.trim() !== '');
}

// As PropertyBasedToolInputSchema.cs writes it: description and required are there even when they are empty.
function schemaOf(properties: ToolProperty[]): Record<string, unknown> {
  const required = properties.filter(({ isRequired }) => isRequired).map(({ propertyName }) => propertyName);
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map((property) => [property.propertyName, propertySchema(property)])),
    required: [...new Set(required)],
  };
}

function propertySchema({ propertyType, description, isArray, enumValues }: ToolProperty): object {
  const type = { type: propertyType, ...(enumValues?.length ? { enum: enumValues } : {}) };
  return { ...(isArray ? { type: 'array', items: type } : type), description: description ?? '' };
}

function readSchema(json: string | undefined, what: string): Record<string, unknown> {
  const schema = readObject(json, what);
  const { type, properties = {}, required = [] } = schema;
  if (type === 'object' && isObject(properties) && Array.isArray(required)) return schema;
  throw new UserError(`The ${what} is no JSON Schema of an object.`);
}

function readObject(json: string | undefined, what: string): Record<string, unknown> {
  const value = parse(json ?? '', what);
  if (!isObject(value)) throw new UserError(`The ${what} is no JSON object.`);
  return value;
}

function parse(json: string, what: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new UserError(`The ${what} is not valid JSON.`, { cause });
  }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
