namespace Gateway.Api.Admin;

/// <summary>It was done, and there is no more to say of it than this line.</summary>
/// <param name="Text">One line.</param>
internal sealed record Done(string Text);
