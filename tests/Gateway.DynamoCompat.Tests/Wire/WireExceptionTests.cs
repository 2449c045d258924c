namespace Gateway.DynamoCompat.Tests.Wire;

public sealed class WireExceptionTests
{
    [Fact]
    public void It_carries_the_error_that_goes_out()
    {
        DynamoError error = DynamoErrors.Validation("No.");
        Assert.Same(error, new WireException(error).Error);
    }
}
