export { asJson } from './json';
export { asText, type TextOptions } from './text';
