export { refusalOf, roleOf, type Access, type Role } from './access';
export { actionOf, isSimulated, perform } from './call';
export { declared, ServiceError } from './errors';
export { findUser, isListed, isWorking, keysOf } from './iam';
export { currentVersion, findSecret } from './secrets';
export {
  addAccessKey,
  addSecret,
  addUser,
  createWorld,
  secretKeyActions,
  type AccessKey,
  type Account,
  type Lags,
  type MailAccount,
  type Readings,
  type Secret,
  type SecretKey,
  type World,
  type WorldOptions,
} from './world';
