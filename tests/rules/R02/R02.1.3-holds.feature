@R02.1.3 @R02.1.4 @R02.1.5 @R02.1.6 @R02.1.7 @R02.1.8 @R02.1.9
Feature: R02.1.3–R02.1.9 不交的情形:事故、隐患、卫生、记录、任务、未报告、未说清
  An open hold makes the terminal refuse with its own signal, until it is cleared or a supervisor's badge releases it for this handover.

  Background:
    Given the policy pack "workshop"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
    And the sheets are complete
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario Outline: <clause> <title> 不交
    When "S01" opens the hold "<hold>" with "<reason>" at "07:35"
    Then a notice about "hold-opened" reaches "S09" by "07:36"
    When "S01" taps at "07:52"
    Then the tap is refused as "on-hold"
    And the signal is "on-hold"
    And the last record is "handover.refused" with:
      | field | value  |
      | hold  | <hold> |
    And "S01" holds the duty
    When "S09" clears the hold "<hold>" at "07:53"
    Then the hold "<hold>" is cleared by "S09"
    When "S02" taps at "07:54"
    And "S01" taps at "07:55"
    And "S02" taps at "07:55:05"
    Then "S02" holds the duty

    Examples:
      | clause  | title                 | hold         | reason             |
      | R02.1.3 | 生产不正常、事故未处理完          | incident     | line down          |
      | R02.1.4 | 设备问题、隐患不清楚            | hazard       | bearing is hot     |
      | R02.1.5 | 卫生区域不干净               | hygiene      | oil on the floor   |
      | R02.1.6 | 记录不全、不清、不准            | records      | two hours missing  |
      | R02.1.7 | 任务因主观因素未完成            | task         | tank not filled    |
      | R02.1.8 | 原因、运转、库存未报告调度室        | not-reported | stock not reported |
      | R02.1.9 | 隐患设备的措施和状态未说清         | unexplained  | pump 2 bypassed    |

  Scenario: 值班领导刷卡放行本次交接 a supervisor's badge releases it for this handover, and it binds anew for the next
    When "S01" opens the hold "hazard" with "bearing is hot" at "07:35"
    And "S02" taps at "07:39"
    And "S01" taps at "07:52"
    Then the tap is refused as "on-hold"
    When "S09" taps at "07:52:10"
    Then the signal is "released"
    And the last record is "hold.released" with:
      | field | value  |
      | hold  | hazard |
      | staff | S09    |
    When "S01" taps at "07:53"
    And "S02" taps at "07:53:05"
    Then the last record is "handover.confirmed" with:
      | field      | value |
      | releasedBy | S09   |
    And the hold "hazard" is released by "S09"
    And the hold "hazard" is open
    When "S02" taps at "19:52"
    Then the tap is refused as "on-hold"

  Scenario: 放行之后新开的不受放行 a hold that is opened after the release binds anew
    When "S01" opens the hold "hazard" with "bearing is hot" at "07:35"
    And "S01" taps at "07:52"
    And "S09" taps at "07:52:10"
    And "S09" clears the hold "hazard"
    And "S02" opens the hold "hazard" with "it is hot again"
    And "S01" taps at "07:53"
    Then the tap is refused as "on-hold"
    And the last record is "handover.refused" with:
      | field | value    |
      | hold  | hazard.2 |

  Scenario: 断网时按最后所知 offline the last known hold binds
    When "S01" opens the hold "hazard" with "bearing is hot" at "07:35"
    And the network of "T1" is lost at "07:36"
    And "S01" taps at "07:52"
    Then the tap is refused as "on-hold"

  Scenario: 备份恢复之后照样有效 a bridge that was restored from a backup is heeded all the same
    When a backup is made at "07:25"
    And "S01" opens the hold "hazard" with "bearing is hot" at "07:30"
    And "S09" clears the hold "hazard" at "07:32"
    And "S01" opens the hold "task" with "tank not filled" at "07:33"
    And "S09" clears the hold "task" at "07:34"
    And the backup is restored at "07:36"
    And "S01" opens the hold "hazard" with "hot again" at "07:40"
    And "S01" taps at "07:52"
    Then the tap is refused as "on-hold"

  Scenario: 无权者不能开、不能解 who has no say neither opens nor clears one
    When "S04" opens the hold "hazard" with "I say so" at "07:35"
    Then the bridge refuses with "not-entitled"
    When "S01" opens the hold "weather" with "rain"
    Then the bridge refuses with "unknown-hold"
    When "S09" clears the hold "hazard"
    Then the bridge refuses with "no-hold"
    When "S01" opens the hold "hazard" with "bearing is hot"
    And "S01" opens the hold "hazard" with "still hot"
    Then the bridge refuses with "already-open"
    When "S01" clears the hold "hazard"
    Then the bridge refuses with "not-entitled"
    And the hold "hazard" is open by "S01"
