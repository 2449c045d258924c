namespace Gateway.StackCompat.S3.Storage;

/// <summary>A file that holds some bytes of an object.</summary>
/// <param name="File">Its name without folder and ending: 32 hexadecimal digits.</param>
/// <param name="Size">In bytes.</param>
internal sealed record ContentPart(string File, long Size);
