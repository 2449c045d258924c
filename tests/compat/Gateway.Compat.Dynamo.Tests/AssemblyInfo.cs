using Gateway.Compat.Dynamo.Tests.Driver;

[assembly: AssemblyFixture(typeof(ServiceUnderTest))]
