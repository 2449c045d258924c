namespace Gateway.Api.Auth;

/// <summary>What shows that the keys file has changed.</summary>
/// <param name="Written">When it was written last; the smallest time if there is none.</param>
/// <param name="Bytes">Its length.</param>
internal readonly record struct KeysFileStamp(DateTime Written, long Bytes);
