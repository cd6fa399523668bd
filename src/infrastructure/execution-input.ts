import type { EnvironmentSettings, UserSettings } from '../settings';
import { jsonLiteral } from './literal';

/**
 * The input of a user's rotation, as JSON text. Terraform's `jsonencode` is not used, because it rewrites `<` and `>`: then EventBridge Scheduler
 * would not recognise its own placeholders.
 */
export function executionInput(user: UserSettings, environment: EnvironmentSettings): string {
  const overrides = user.gracePeriodSeconds !== environment.gracePeriodSeconds;
  return jsonLiteral({
    userName: user.name,
    secretName: user.secretName,
    ...(overrides ? { gracePeriodSeconds: user.gracePeriodSeconds } : {}),
  });
}
