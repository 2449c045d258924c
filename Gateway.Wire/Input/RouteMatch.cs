using Gateway.Wire.Models;

namespace Gateway.Wire.Input;

/// <summary>What a request asks for.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Labels">The labels of the path, decoded, by their names on the wire.</param>
/// <param name="Query">The query's parameters, decoded.</param>
public sealed record RouteMatch(Operation Operation, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<KeyValuePair<string, string>> Query);
