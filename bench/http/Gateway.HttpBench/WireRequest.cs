namespace Gateway.HttpBench;

/// <summary>One request: the operation's name and the JSON body.</summary>
internal readonly record struct WireRequest(string Operation, string Body);
