// As `types.test-d.ts`, for the other module system.
import { Commit, OPERATOR, Register, commands } from 'matricula';
import type { Event } from 'matricula';

const made: Commit = new Register().execute(commands.freezeContract({ contract: 'c' }), { now: new Date(), actor: OPERATOR });
export const events: readonly Event[] = made.events;
