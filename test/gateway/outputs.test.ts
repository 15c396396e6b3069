import { gateway } from '../../gateway';
import { mcpServerPath } from '../../gateway/model';
import { mcpUrlOutputs, readOutputs } from '../../gateway/outputs';

const url = 'https://gateway.example';
const urls = { APIM_GATEWAY_URL: url, ...mcpUrlOutputs(gateway, (server) => url + mcpServerPath(server)) };

describe('the outputs of an environment', () => {
  it('are all that it has under their names', () => {
    const given = { ...urls, APIM_SUBSCRIPTION_KEY: 'agents', ORDERS_API_KEY: 'orders' };

    expect(readOutputs({ ...given, PATH: '/bin' })).toEqual(given);
  });

  it('have empty keys where it has none', () => {
    expect(readOutputs(urls)).toEqual({ ...urls, APIM_SUBSCRIPTION_KEY: '', ORDERS_API_KEY: '' });
  });

  it('are not given when a URL is missing or is none', () => {
    const answer = readOutputs({ ORDERS_API_KEY: 'orders', APIM_GATEWAY_URL: url, MENU_MCP_URL: 'menu' });

    expect(answer).toEqual({
      given: 2,
      mistakes: ['MENU_MCP_URL must be an http or https URL, not "menu".', 'ORDERS_MCP_URL is missing.'],
    });
  });
});
