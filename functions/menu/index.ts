import { app } from '@azure/functions';
import { createGatewayCheck, gatewaySecretHeader } from '../gatewaySecret';
import { toResult, UnusableCall } from './callToolResult';
import { readConfig } from './config';
import { headerOf, type ToolCall } from './toolCall';
import { answerCall, tools, type Tool } from './tools';

const isFromGateway = createGatewayCheck(readConfig().gatewaySecret);

for (const tool of tools) register(tool);

function register(tool: Tool): void {
  const { name, description, inputSchema, outputSchema } = tool;
  app.mcpTool(name, {
    toolName: name,
    description,
    // Sent to the host as it stands. The options of mcpTool cannot express either schema: toolProperties has no room for
    // nested or closed objects, and resultSchema is not the name under which the extension (1.5.0) reads an output schema.
    trigger: {
      type: 'mcpToolTrigger',
      name: 'call',
      toolName: name,
      description,
      useResultSchema: true,
      useWorkerInputSchema: true,
      inputSchema: JSON.stringify(inputSchema),
      outputSchema: JSON.stringify(outputSchema),
    },
    handler: (call: ToolCall) => toResult(() => answer(tool, call)),
  });
}

function answer(tool: Tool, call: ToolCall): object {
  if (!isFromGateway(headerOf(call, gatewaySecretHeader))) {
    throw new UnusableCall('This tool answers through the gateway only: connect to the MCP server there.');
  }
  return answerCall(tool, call.arguments ?? {});
}
