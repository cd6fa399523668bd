export { readCsv, sortedLines } from './csv';
