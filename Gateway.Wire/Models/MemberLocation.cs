namespace Gateway.Wire.Models;

/// <summary>Where a member of an input stands in the request.</summary>
public enum MemberLocation
{
    /// <summary>A member of the body's JSON.</summary>
    Body,

    /// <summary>A label of the path.</summary>
    Path,

    /// <summary>A parameter of the query; of a map: all parameters that are not named otherwise.</summary>
    Query,

    /// <summary>A header.</summary>
    Header,

    /// <summary>All headers with a prefix.</summary>
    Headers,

    /// <summary>The whole body: bytes, or the JSON of this structure alone.</summary>
    Payload,
}
