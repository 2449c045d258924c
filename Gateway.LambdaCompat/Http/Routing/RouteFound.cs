using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http.Routing;

/// <summary>A route, and the parts of the path that fill its parameters.</summary>
internal sealed record RouteFound(ApiRoute Route, IReadOnlyDictionary<string, string> Parameters);
