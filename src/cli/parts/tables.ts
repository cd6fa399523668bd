export { pairRows } from '../../judging/pair-rows';
