export { withUsersOfFiles, type SettingsWithUsers } from './resolve';
