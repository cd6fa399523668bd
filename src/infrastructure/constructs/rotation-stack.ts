import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { parseEnvironment, type RotationStackSettings } from '../../settings';
import { namesOf } from '../names';
import { fillStack } from '../rotation-stack';
import { checkedDefinitions } from './rotation';

/**
 * The stack of one environment, with its backend and its provider. It is the same stack as that of `cdktf.json` with these settings: the same
 * name, ids and addresses, so one can replace the other without a change in AWS.
 */
export class RotationStack extends TerraformStack {
  /** Throws an error with one line for each problem of the settings. */
  constructor(scope: Construct, settings: RotationStackSettings) {
    const environment = parseEnvironment(settings, `RotationStack "${settings.name}"`);
    super(scope, namesOf(environment.name).stack);
    fillStack(this, { environment, definitions: checkedDefinitions(environment) });
  }
}
