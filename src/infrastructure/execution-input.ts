import type { EnvironmentSettings, UserSettings } from '../settings';
import { jsonLiteral } from './literal';

/**
 * The input of a user's rotation, as JSON text. It is made here and not by Terraform's `jsonencode`, which rewrites `<` and
 * `>`: EventBridge Scheduler would then no longer see its own placeholders.
 */
export function executionInput(user: UserSettings, environment: EnvironmentSettings): string {
  const overrides = user.gracePeriodSeconds !== environment.gracePeriodSeconds;
  return jsonLiteral({
    userName: user.name,
    secretName: user.secretName,
    ...(overrides ? { gracePeriodSeconds: user.gracePeriodSeconds } : {}),
  });
}
