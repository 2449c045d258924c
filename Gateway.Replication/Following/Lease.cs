namespace Gateway.Replication.Following;

/// <summary>How this PoP holds a partition.</summary>
/// <param name="Until">Until then others send what they change in it; milliseconds since 1970.</param>
/// <param name="IsHome">It was written here first, or before leases were taken: nobody need be waited for as long as nobody else has used it.</param>
/// <param name="IsShared">Another PoP has followed it.</param>
internal readonly record struct Lease(long Until, bool IsHome, bool IsShared);
