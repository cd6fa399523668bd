export { withUsersOfFiles, type SettingsWithUsers } from './resolve';
export { usersTexts } from './texts';
