namespace Gateway.Replication.Following;

/// <summary>How this PoP holds a partition.</summary>
/// <param name="Until">Until then others send what they change in it; milliseconds since 1970.</param>
/// <param name="IsHome">It was written here first, or before leases were taken: nobody need be waited for as long as nobody else has used it.</param>
/// <param name="IsShared">Another PoP has followed it.</param>
/// <param name="IsDropped">What this PoP wrote in it was dropped here: nothing may be written before a PoP that keeps everything has sent it again, because a context that names a write names all that came before it.</param>
internal readonly record struct Lease(long Until, bool IsHome, bool IsShared, bool IsDropped = false);
