// Arguments: an assembly, and those of its entry point. Stands in a bundle for the application that came with it.
using System;
using System.IO;
using System.Linq;
using System.Reflection;

public static class RunAssembly
{
    public static int Main(string[] arguments)
    {
        var entry = Assembly.LoadFrom(Path.GetFullPath(arguments[0])).EntryPoint;
        var its = new object[] { arguments.Skip(1).ToArray() };
        return entry.Invoke(null, entry.GetParameters().Length == 0 ? null : its) is int code ? code : 0;
    }
}
