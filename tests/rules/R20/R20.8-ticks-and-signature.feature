@R20.8
Feature: R20.8 检查工作日志和设备,填写交接班记录
  Both people tick that log and equipment were checked; what was signed stays as it was signed.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 交班人未检查不得交接 without the ticks of the outgoing person nothing begins
    When "S01" completes the sheet at "07:30"
    And "S01" ticks "windows closed"
    Then the bridge refuses with "unknown-tick"
    When "S01" ticks "equipment checked"
    And "S02" ticks "equipment checked"
    Then the sheet of shift "N1" is complete

  Scenario: 双方检查、签字后记录冻结 both have checked and signed: what is added is an amendment
    When "S01" completes the sheet at "07:40"
    And "S02" amends the sheet with "too early"
    Then the bridge refuses with "not-signed"
    When "S02" taps at "07:44"
    And "S02" reads the sheet at "07:46"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty |       |
    And the sheet of shift "N1" is frozen
    When "S01" writes "forgot something" under "other" at "07:55"
    Then the bridge refuses with "frozen"
    When "S01" counts "keys" as 5
    Then the bridge refuses with "frozen"
    When "S02" amends the sheet with "wrong meter reading" at "08:10"
    Then the sheet of shift "N1" shows the amendment "wrong meter reading"
    When "S04" amends the sheet with "me too"
    Then the bridge refuses with "not-entitled"

  Scenario: 断网时记录过期则注明 a gate that is too old to refuse by is said in the record
    When the network of "T1" is lost at "07:25"
    And "S01" taps at "07:52"
    And "S04" taps at "07:52:05"
    Then the tap is refused as "not-entitled"
    When "S02" taps at "07:52:10"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | sheet | stale |
    When the network of "T1" is back at "08:10"
    And the time is "08:12"
    Then the sheet of shift "N1" is frozen

  Scenario: 签字之后才到的改动为补充 what was written after the signature at a silent terminal is an amendment
    When "S01" completes the sheet at "07:30"
    And the network of "T1" is lost at "07:35"
    And "S02" taps at "07:44"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    And "S01" writes "line 3 is dead" under "faults" at "08:00"
    And the network of "T1" is back at "08:10"
    And the time is "08:12"
    Then the sheet of shift "N1" is frozen
    And the sheet of shift "N1" shows the amendment "faults: line 3 is dead"
    And the sheet of shift "D1" carries over "line 3 is dead"
