using System.Device.Gpio;

namespace DutyKiosk.Terminal.Buzzer
{
    /// <summary>An active buzzer, which has one tone of its own: a level switches it on.</summary>
    public sealed class ActiveBuzzer : ISounder
    {
        private readonly GpioPin _pin;

        /// <summary>Opens its pin.</summary>
        public ActiveBuzzer(GpioController controller, Board board)
        {
            _pin = controller.OpenPin(board.Buzzer, PinMode.Output);
        }

        /// <inheritdoc/>
        public void Sound(int hz)
        {
            _pin.Write(hz == 0 ? PinValue.Low : PinValue.High);
        }
    }
}
