@R15.4
Feature: R15.4 上岗前检查设备,故障手写、补录、逐级上报
  Who comes on duty has checked the equipment; a fault goes up the chain; what was written by hand is entered later, beside what was recorded.

  Background:
    Given the policy pack "newsroom"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 07:00 | 2026-03-02 14:00 | S01    | S09        |
      | E1 | 2026-03-02 14:00 | 2026-03-02 21:00 | S02    | S09        |
    And the time is "2026-03-02 13:30"
    And "S01" holds the duty

  Scenario: 上岗前已检查 checked before coming on duty
    When "S01" ticks "next person reminded" at "13:35"
    And "S02" taps at "13:45"
    And "S02" reads the sheet at "13:46"
    And "S02" ticks "equipment checked"
    And "S01" taps at "13:55"
    And "S02" taps at "13:55:05"
    Then "S02" holds the duty
    And the last record is "handover.confirmed" with:
      | field | value |
      | hasty |       |
    And no notice about "hasty-handover" is sent

  Scenario: 未检查即上岗 who takes over without having checked has taken over in haste
    When "S01" ticks "next person reminded" at "13:35"
    And "S02" taps at "13:45"
    And "S01" taps at "13:55"
    And "S02" taps at "13:55:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty | true  |
    And a notice about "hasty-handover" reaches "S09"

  Scenario: 故障逐级上报 a fault reaches the supervisor within two minutes, and the manager when nobody sees to it
    When the reader of "T1" fails at "13:40"
    Then a notice about "reader-fault" reaches "S09" by "13:42"
    And no notice about "reader-fault" reaches "S10"
    When the time is "14:15"
    Then a notice about "reader-fault" reaches "S10" by "14:15"

  Scenario: 有人处理则不再上报 once the supervisor has seen to it, it goes no higher
    When the reader of "T1" fails at "13:40"
    Then a notice about "reader-fault" reaches "S09" by "13:42"
    When "S09" acknowledges the notice "reader-fault" at "13:50"
    And the time is "14:30"
    Then no notice about "reader-fault" reaches "S10"

  Scenario: 终端断电也上报 a terminal that falls silent is a fault too
    When the power of "T1" fails at "13:40"
    Then a notice about "terminal-lost" reaches "S09" by "13:42"

  Scenario: 手写记录事后补录 what was written by hand is entered, and the record stays as it is
    When the reader of "T1" fails at "13:40"
    And the reader of "T1" recovers at "14:19"
    And "S02" taps at "14:20"
    Then the last record is "duty.clock-in" with:
      | field   | value |
      | arrival | late  |
      | minutes | 20    |
    And the ledger of "S02" for "2026-03" shows:
      | day        | kind | minutes | amount |
      | 2026-03-02 | late | 20      | 200    |
    When "S02" requests the correction "clock-in" of "2026-03-02 13:58" with "reader dead, signed by hand" at "14:25"
    And "S02" approves the correction of "S02"
    Then the bridge refuses with "not-entitled"
    When "S09" approves the correction of "S02" at "14:30"
    Then the ledger of "S02" for "2026-03" is empty
    And the archive of "2026-03-02" holds 2 records "duty.clock-in"
    And the history of "T1" is complete

  Scenario: 故障写入记录并交给下一班 the fault stands on the sheet and goes to the next shift
    When "S01" writes "computer 2 dead, calls on paper" under "equipment faults" at "13:32"
    And "S01" ticks "next person reminded"
    And "S02" taps at "13:45"
    And "S01" taps at "13:55"
    And "S02" taps at "13:55:05"
    Then the sheet of shift "E1" carries over "computer 2 dead, calls on paper"
