export { powersOf, shownRight } from './user-powers';
export { rightsOfUser } from './user-rights';
