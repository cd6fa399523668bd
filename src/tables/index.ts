export { readCsv } from './csv';
