using Gateway.Clients.Tests;

[assembly: AssemblyFixture(typeof(ClientEndpoint))]
[assembly: AssemblyFixture(typeof(FunctionPop))]
