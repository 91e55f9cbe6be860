export { defineCheck } from './config/define-check.ts';
export { asset, defineBrand, defineConfig, edit, file, generate, message, procedural, translate } from './config/define-config.ts';
export { data, defineTemplate, image, text } from './template/define-template.ts';
