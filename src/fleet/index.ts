export { simulateFleet, type AccountFleet, type Fleet, type MachineFleet, type StackFleet } from './fleet';
export type { Peak, QuotaUse } from './load';
export type { QuotaKind, Rates } from './quotas';
