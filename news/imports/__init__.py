"""Events and articles that come as a file: through the same serializers and verbs as the API."""
