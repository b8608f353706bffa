import { environmentName } from '@twinmcp/configuration';
import { DomainError } from '@twinmcp/kernel';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** The keys that set the two. */
  readonly hostKey: string;
  readonly portKey: string;
}

/** Why an address cannot be listened on, and which setting changes it; other errors as they are. */
export function listenError(error: unknown, { host, port, hostKey, portKey }: ListenAddress): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE': return new DomainError('conflict', `Port ${port} of ${host} is in use. Stop the other program or set ${portKey} (${environmentName(portKey)}) to a free one, 0 for any.`, { cause: error, details: { host, port } });
    case 'EADDRNOTAVAIL': return new DomainError('invalid-input', `${hostKey} ${host} is not an address of this machine.`, { cause: error });
    case 'EACCES': return new DomainError('forbidden', `Port ${port} needs privileges this process does not have. Set ${portKey} to one above 1023.`, { cause: error });
    default: return error;
  }
}
