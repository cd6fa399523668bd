export { withEnvironmentsOfFile, type SettingsWithEnvironments } from './resolve';
