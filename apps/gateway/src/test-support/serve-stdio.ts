// An MCP server on standard input and output with the test's services behind it.
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { MemoryMessageBus } from '@twinmcp/bus-memory';
import { BusRpcClient } from '@twinmcp/messaging';
import { createMcpServer } from '../mcp/create-mcp-server.ts';
import { TestServices } from './services.ts';

const bus = new MemoryMessageBus();
const services = new TestServices(bus);
await services.start();
const [directory, autoIndex] = process.argv.slice(2);
serveStdio(() => createMcpServer(new BusRpcClient(bus), { directory, autoIndex: autoIndex === 'auto' }));
