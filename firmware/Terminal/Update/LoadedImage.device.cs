using System;
using System.Reflection;

namespace DutyKiosk.Terminal.Update
{
    /// <summary>
    /// Assemblies that are loaded out of an image. The interpreter checks their CRCs and links them at once, references by name and the first two numbers of the version, the
    /// deployed assemblies first: an image has names of its own (UPDATE.md). Nothing is ever unloaded.
    /// </summary>
    public sealed class LoadedImage
    {
        private const string Program = "DutyKiosk.Terminal.Program";
        private const string Entry = "StartFrom";

        private Assembly? _newest;

        /// <summary>Loads the next assembly; throws where it is none, or needs what is not there.</summary>
        public void Load(byte[] assembly)
        {
            _newest = Assembly.Load(assembly);
        }

        /// <summary>Starts the program of the assembly that was loaded last, and returns what it returns: an object of a type of its own.</summary>
        public object? Start(string slot)
        {
            Type? program = _newest == null ? null : _newest.GetType(Program);
            MethodInfo? entry = program == null ? null : program.GetMethod(Entry);
            if (entry == null)
            {
                throw new InvalidOperationException("The image has no " + Program + "." + Entry + ".");
            }

            return entry.Invoke(null, new object[] { slot });
        }
    }
}
