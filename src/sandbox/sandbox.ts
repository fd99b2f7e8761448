// Puts the parts together and listens: one server that is login, Graph, Teams' connector, SharePoint, the API and the page.
import { createRouter, type Handler, type Route } from './http/router.ts';
import { listen } from './http/server.ts';
import { actRoutes } from './api/act-routes.ts';
import { chatRoutes } from './api/chat-routes.ts';
import { controlRoutes } from './api/control-routes.ts';
import { fileRoutes } from './api/file-routes.ts';
import { groupRoutes } from './api/group-routes.ts';
import { pageRoutes } from './api/page-files.ts';
import { peopleRoutes } from './api/people-routes.ts';
import { publicRoutes } from './api/public-routes.ts';
import { guarded } from './api/respond.ts';
import { sampleRoutes } from './api/sample-routes.ts';
import { addresses, type HelpdeskChoice } from './api/settings.ts';
import { ticketRoutes } from './api/ticket-routes.ts';
import { createConnectorLog } from './connector/log.ts';
import { connectorRoutes } from './connector/routes.ts';
import { createFileEdge } from './files/routes.ts';
import { createGraph } from './graph/server.ts';
import { openKeys } from './login/keys.ts';
import { loginRoutes } from './login/routes.ts';
import { createTokens } from './login/tokens.ts';
import { createServiceNow } from './servicenow/server.ts';
import { createDeliver } from './teams/deliver.ts';
import { createTalk } from './teams/talk.ts';
import { openWorld } from './world/world.ts';

export type Sandbox = { url: string; stop(): Promise<void> };
export type Options = { folder: string; port: number; machine: () => number; pick?: 'exactly' | 'or any'; helpdesk?: HelpdeskChoice };

export async function startSandbox(options: Options): Promise<Sandbox> {
  const world = openWorld(options.folder, options.machine);
  const keys = await openKeys(options.folder);
  const tokens = createTokens(keys, world.clock);
  let origin = '';
  const at = () => origin;
  const serviceUrl = () => addresses(origin).defaultServiceUrl;
  const files = createFileEdge(world, keys.fileSecret, at);
  const connectorLog = createConnectorLog();
  const talk = createTalk(world, createDeliver(world, tokens, serviceUrl), files, serviceUrl);
  const graph = createGraph(world, tokens, files, at);
  const serviceNow = createServiceNow(world, keys, at);
  const api: Route[] = [...chatRoutes(world, connectorLog), ...actRoutes(world, talk), ...fileRoutes(world), ...controlRoutes(world, keys, talk, at, options.helpdesk ?? 'built-in'), ...ticketRoutes(world, serviceNow, options.helpdesk === 'servicenow'), ...groupRoutes(world, graph, files), ...peopleRoutes(world), ...sampleRoutes(world)];
  const routes: Route[] = [
    ...api.map(([method, pattern, handler]): Route => [method, pattern, guarded(handler)]),
    ...loginRoutes(world, keys, tokens, at), ...connectorRoutes(world, tokens, serviceUrl, connectorLog), ...files.routes, ...graph.routes, ...serviceNow.routes, ...publicRoutes(world), ...pageRoutes,
  ];
  const { server, port } = await listenAt(options, handlerOf(routes));
  origin = `http://127.0.0.1:${port}`;
  return {
    url: origin,
    stop: () => new Promise(resolve => {
      server.close(() => {
        world.close();
        resolve();
      });
      server.closeAllConnections();
    }),
  };
}

function handlerOf(routes: readonly Route[]): Handler {
  const find = createRouter(routes);
  return call => {
    const found = find(call.method, call.path);
    if (found === 'no path') return { status: 404, json: { error: 'There is nothing here. docs/sandbox.md lists what there is.' } };
    if (found === 'no method') return { status: 405, json: { error: `This address does not take ${call.method}.` } };
    return found.handler({ ...call, params: found.params });
  };
}

async function listenAt({ port, pick }: Options, handler: Handler): ReturnType<typeof listen> {
  try {
    return await listen(port, handler);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken || pick !== 'or any') throw error;
    return listen(0, handler);
  }
}
