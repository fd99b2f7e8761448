// The ways a database is away, each to be begun and ended while people work.
import type { PostgresServer } from '../../support/postgres-server.ts';
import type { Proxy } from './proxy.ts';

export type Outage = {
  name: string;
  begin(): Promise<void>;
  end(): Promise<void>;
  /** Whether everything is refused meanwhile, or all that is to be saved, or only some of it, or it is only late. */
  refuses: 'all' | 'writes' | 'some' | 'nothing';
};

/** The bot's own name there, which is no superuser: for those no limit counts. */
export const botRole = 'la_desk_bot';

export function outagesOf(server: PostgresServer, proxy: Proxy): Outage[] {
  const configure = (change: string) => server.query(change, 'select pg_reload_conf()').then(() => undefined);
  return [
    { name: 'stopped', refuses: 'all', begin: () => server.stop('fast'), end: () => server.start() },
    { name: 'silent, with every connection forgotten', refuses: 'all', begin: () => Promise.resolve(proxy.set('silent')), end: () => Promise.resolve(proxy.set('passes')) },
    { name: 'slow', refuses: 'nothing', begin: () => Promise.resolve(proxy.set('slow')), end: () => Promise.resolve(proxy.set('passes')) },
    {
      name: 'reading only, as after a failover', refuses: 'writes',
      // Sessions take it over when they come to it.
      begin: () => configure('alter system set default_transaction_read_only = on').then(() => server.query('select pg_sleep(0.5)')).then(() => undefined),
      end: () => server.query('set default_transaction_read_only = off', 'alter system reset default_transaction_read_only', 'select pg_reload_conf()').then(() => undefined),
    },
    {
      name: 'full of connections', refuses: 'all',
      begin: () => server.query(`alter role ${botRole} connection limit 0`, `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${botRole}'`).then(() => undefined),
      end: () => server.query(`alter role ${botRole} connection limit -1`).then(() => undefined),
    },
    {
      name: 'full of connections but for two of ours', refuses: 'some',
      begin: () => server.query(`alter role ${botRole} connection limit 0`, `select pg_terminate_backend(pid) from (select pid from pg_stat_activity where usename = '${botRole}' order by application_name = 'pgboss', backend_start desc offset 2) as most`).then(() => undefined),
      end: () => server.query(`alter role ${botRole} connection limit -1`).then(() => undefined),
    },
    { name: 'dying and back at once', refuses: 'some', begin: () => server.stop('immediate'), end: () => server.start() },
  ];
}
