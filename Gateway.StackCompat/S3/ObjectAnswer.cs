namespace Gateway.StackCompat.S3;

/// <summary>An object's bytes, or why there are none.</summary>
/// <param name="Content">Seekable, from the beginning; the caller disposes of it. Null for an error.</param>
/// <param name="ErrorCode">As <c>NoSuchBucket</c>, <c>NoSuchKey</c> or <c>NoSuchVersion</c>; null for none.</param>
/// <param name="ErrorMessage">S3's text of the error.</param>
public sealed record ObjectAnswer(Stream? Content, string? ErrorCode = null, string? ErrorMessage = null);
