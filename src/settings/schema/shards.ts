/** The default of `usersPerShard`: the users that one mistake in a machine or a role can reach. */
export const defaultUsersPerShard = 400;
