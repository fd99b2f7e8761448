// Takes the port asked for. Beside a sandbox of our own any free one will do where it is taken: the sandbox is told, and nobody else has to know.
import { SettingsError, type Settings } from './config.ts';

type Server = { listen(port: number, host: string): Promise<number> };

/** @throws SettingsError where the port is taken and others rely on it. */
export async function takePort(server: Server, { PORT, HOST }: Pick<Settings, 'PORT' | 'HOST'>, isAnyGood: boolean): Promise<number> {
  try {
    return await server.listen(PORT, HOST);
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (isAnyGood) return server.listen(0, HOST);
    throw new SettingsError(`PORT ${PORT} is in use by another program. Stop that one, or set PORT to a free port.`);
  }
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
