using System.Reflection;
using ReplicatePS.Pipeline;

namespace ReplicatePS.Tests;

/// <summary>Gives a cmdlet the id that its copy for one record would have.</summary>
internal static class Commanded
{
    public static IdCommand One(IdCommand command, string id)
    {
        typeof(IdCommand).GetProperty("One", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(command, id);
        return command;
    }
}
