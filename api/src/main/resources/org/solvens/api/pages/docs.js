// Nothing leaves this server: no validator of another host, and no key is kept when the page is closed.
SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#docs',
  validatorUrl: null,
  persistAuthorization: false,
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
});
