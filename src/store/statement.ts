// A statement that is made in one place and runs in another, together with what is saved there.
import type { RawBuilder } from 'kysely';

export type Statement = RawBuilder<unknown>;
