export { defineBrand, defineConfig, file, message, procedural } from './config/define-config.ts';
export { data, defineTemplate, image, text } from './template/define-template.ts';
