using Microsoft.AspNetCore.Http;

namespace Gateway.Api.Auth;

/// <summary>What of a request a signature can cover.</summary>
/// <param name="Method">As <c>POST</c>.</param>
/// <param name="Path">As the client wrote it, percent-encoded.</param>
/// <param name="Query">As the client wrote it, without question mark.</param>
/// <param name="Headers">All of them.</param>
/// <param name="Body">As it was sent.</param>
internal readonly record struct SignedRequest(string Method, string Path, string Query, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body);
