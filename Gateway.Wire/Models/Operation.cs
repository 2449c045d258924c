namespace Gateway.Wire.Models;

/// <summary>An operation of a service.</summary>
/// <param name="Name">As in the model.</param>
/// <param name="Method">In capitals.</param>
/// <param name="UriPattern">As <c>/2015-03-31/functions/{FunctionName}</c>; a query in it must be there in the request.</param>
/// <param name="Status">Of an answer without error.</param>
/// <param name="Input">A structure; without members if the operation takes nothing.</param>
public sealed record Operation(string Name, string Method, string UriPattern, int Status, Shape Input);
